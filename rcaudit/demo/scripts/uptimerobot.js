// UptimeRobot → #betrieb. Zustand 1 = ausgefallen, 2 = wieder erreichbar, 3 = Zertifikat läuft ab.
const TEXTE = {
  1: { farbe: '#b91c1c', wort: 'ist ausgefallen' },
  2: { farbe: '#15803d', wort: 'ist wieder erreichbar' },
  3: { farbe: '#b45309', wort: 'hat ein Zertifikat, das bald abläuft' },
};

class Script {
  process_incoming_request({ request }) {
    const q = Object.assign({}, request.url.query, request.content);
    const text = TEXTE[q.alertType];
    if (!text) {
      return undefined;
    }
    let dauer = '';
    if (q.alertDuration) {
      const minuten = Math.round(q.alertDuration / 60);
      dauer = ` (nach ${minuten} ${minuten === 1 ? 'Minute' : 'Minuten'})`;
    }
    return {
      content: {
        alias: 'UptimeRobot',
        attachments: [
          {
            color: text.farbe,
            title: `${q.monitorFriendlyName} ${text.wort}${dauer}`,
            title_link: q.monitorURL,
            text: q.alertDetails,
          },
        ],
      },
    };
  }
}
