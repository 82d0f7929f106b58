/* Prometheus Alertmanager, one message for each group of alerts. */
const COLORS = { critical: '#d0021b', warning: '#f5a623', info: '#4a90e2', resolved: '#3fb950' };
const HIDDEN_LABELS = ['alertname', 'severity', 'prometheus', 'endpoint', 'job', 'instance', 'pod'];
const MAX_ALERTS = 12;

function since(start, end) {
  const from = Date.parse(start);
  const to = end && !end.startsWith('0001-') ? Date.parse(end) : Date.now();
  let seconds = Math.max(0, Math.round((to - from) / 1000));
  const parts = [];
  for (const [unit, size] of [['d', 86400], ['h', 3600], ['m', 60]]) {
    const count = Math.floor(seconds / size);
    if (count > 0) {
      parts.push(`${count}${unit}`);
      seconds -= count * size;
    }
  }
  return parts.length ? parts.join(' ') : `${seconds}s`;
}

class Script {
  process_incoming_request({ request: { content } }) {
    const { status = 'firing', alerts = [], commonLabels = {}, externalURL, receiver } = content ?? {};
    if (!alerts.length) {
      return { error: { success: false, message: 'no alerts in the request' } };
    }

    const firing = alerts.filter((alert) => alert.status === 'firing');
    const title =
      status === 'firing'
        ? `[FIRING:${firing.length}] ${commonLabels.alertname ?? 'several alerts'}`
        : `[RESOLVED] ${commonLabels.alertname ?? 'several alerts'}`;

    const attachments = alerts.slice(0, MAX_ALERTS).map((alert) => this.attachment(alert));
    if (alerts.length > MAX_ALERTS) {
      attachments.push({ text: `_${alerts.length - MAX_ALERTS} more_`, collapsed: true });
    }

    return {
      content: {
        username: receiver ? `alertmanager (${receiver})` : 'alertmanager',
        emoji: status === 'firing' ? ':fire:' : ':white_check_mark:',
        text: externalURL ? `[${title}](${externalURL}/#/alerts?receiver=${receiver})` : title,
        attachments,
      },
    };
  }

  attachment({ status, labels = {}, annotations = {}, startsAt, endsAt, generatorURL }) {
    const severity = status === 'resolved' ? 'resolved' : labels.severity || 'info';
    const rest = Object.entries(labels)
      .filter(([name]) => !HIDDEN_LABELS.includes(name))
      .map(([name, value]) => `${name}=\`${value}\``)
      .sort();
    const where = labels.instance ?? labels.pod ?? labels.job ?? '';
    return {
      color: COLORS[severity] || COLORS.info,
      title: annotations.summary || `${labels.alertname} ${where}`.trim(),
      title_link: annotations.runbook_url || generatorURL,
      text: [annotations.description || annotations.message, rest.join(' ')].filter(Boolean).join('\n'),
      fields: [
        { title: 'Severity', value: labels.severity || 'none', short: true },
        { title: status === 'resolved' ? 'Lasted' : 'Since', value: since(startsAt, endsAt), short: true },
      ],
    };
  }
}
