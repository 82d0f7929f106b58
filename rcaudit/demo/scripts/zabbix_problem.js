/*
 * Оповещения Zabbix: проблема, подтверждение, восстановление.
 * Параметры задаются в способе оповещения «Webhook» (тип — JSON).
 */
const SEVERITIES = ['Не классифицировано', 'Информация', 'Предупреждение', 'Средняя', 'Высокая', 'Чрезвычайная'];
const SEVERITY_COLORS = ['#97aab3', '#7499ff', '#ffc859', '#ffa059', '#e97659', '#e45959'];
const OK_COLOR = '#59db8f';

class Script {
  constructor() {
    this.defaults = { emoji: ':satellite:', parseUrls: false };
  }

  process_incoming_request({ request }) {
    const problem = request.content;
    if (!problem || !problem.event_id) {
      return { error: { success: false, message: 'event_id отсутствует' } };
    }
    // value = 1: проблема, 0: восстановление
    const isProblem = String(problem.value) === '1';
    const level = Number(problem.severity) || 0;
    const fields = [
      this.field('Узел', `${problem.host} (${problem.ip})`),
      this.field('Важность', SEVERITIES[level]),
      this.field('Начало', `${problem.date} ${problem.time}`),
    ];
    if (!isProblem && problem.duration) {
      fields.push(this.field('Длительность', problem.duration));
    }
    if (problem.ack_message) {
      fields.push(this.field(`Комментарий (${problem.ack_user})`, problem.ack_message, false));
    }
    return {
      content: {
        ...this.defaults,
        text: isProblem ? '' : `Восстановлено: ${problem.name}`,
        attachments: [
          {
            color: isProblem ? SEVERITY_COLORS[level] : OK_COLOR,
            title: problem.name,
            title_link: `${problem.zabbix_url}/tr_events.php?triggerid=${problem.trigger_id}&eventid=${problem.event_id}`,
            text: problem.opdata || '',
            fields,
          },
        ],
      },
    };
  }

  field(title, value, short = true) {
    return { title, value: String(value), short };
  }
}
