/* Wetter auf Zuruf: !wetter <Ort>. Daten: Wetterdienst im Haus (JSON). */
class Script {
  prepare_outgoing_request({ request }) {
    const place = request.data.text.slice(request.data.trigger_word.length).trim() || 'Hamburg';
    return {
      url: request.url + '?q=' + encodeURIComponent(place) + '&lang=de&units=metric',
      headers: request.headers,
      method: 'GET',
    };
  }

  process_outgoing_response({ response }) {
    const { name, main, weather = [], wind } = response.content;
    if (!main) {
      return { content: { text: 'Diesen Ort kenne ich nicht.' } };
    }
    const sky = weather.map((w) => w.description).join(', ');
    return {
      content: {
        text: name + ': ' + Math.round(main.temp) + ' °C, ' + sky + ', Wind ' + Math.round(wind.speed * 3.6) + ' km/h',
        emoji: main.temp > 25 ? ':sunny:' : ':umbrella:',
      },
    };
  }
} // Script