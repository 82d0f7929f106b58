/* Sentry internal integration: issue alerts and metric alerts. */
const LEVELS = { fatal: '#6c1d45', error: '#e03e2f', warning: '#ffb000', info: '#3b6ecc', debug: '#8c8c8c' };

class Script {
  process_incoming_request({ request }) {
    const resource = request.headers['sentry-hook-resource'];
    const { data, action } = request.content;

    if (resource === 'metric_alert') {
      return this.metric(data, action);
    }
    if (resource !== 'event_alert' || !data.event) {
      return undefined;
    }

    ({ title, culprit, level, web_url } = data.event);
    const tags = (data.event.tags || []).filter(([name]) => name === 'environment' || name === 'release');
    [environment = 'unknown', release = ''] = tags.sort().map(([, value]) => value);

    return {
      content: {
        alias: 'Sentry',
        attachments: [
          {
            color: LEVELS[level] || LEVELS.error,
            title,
            title_link: web_url,
            text: culprit ? '`' + culprit + '`' : '',
            fields: [
              { title: 'Environment', value: environment, short: true },
              { title: 'Release', value: release || 'none', short: true },
              { title: 'Rule', value: data.triggered_rule, short: false },
            ],
          },
        ],
      },
    };
  }

  metric({ description_title: title, description_text: text, web_url: url }, action) {
    return {
      content: { text: `${action === 'resolved' ? ':ok:' : ':warning:'} [${title}](${url})\n${text}` },
    };
  }
}
