/* Opens a ServiceNow incident from `!incident <priority> <text>` and answers with its number. */
const PRIORITIES = { p1: 1, p2: 2, p3: 3, p4: 4 };
const USAGE = 'usage: `!incident p1|p2|p3|p4 what happened`';

class Script {
  prepare_outgoing_request({ request }) {
    const [, priority, ...words] = request.data.text.trim().split(/\s+/);
    const urgency = PRIORITIES[(priority || '').toLowerCase()];
    if (!urgency || words.length === 0) {
      return { message: { text: USAGE } };
    }
    return {
      url: `${request.url}?sysparm_fields=number,sys_id`,
      method: 'POST',
      headers: { ...request.headers, Accept: 'application/json' },
      data: {
        short_description: words.join(' ').slice(0, 160),
        urgency,
        impact: urgency,
        category: 'chat',
        caller_id: request.data.user_name,
        correlation_id: request.data.message_id,
        comments: `Reported in #${request.data.channel_name}`,
      },
    };
  }

  process_outgoing_response({ request, response }) {
    const { status_code: status, content, content_raw: raw } = response;
    if (status !== 201) {
      return { content: { text: `ServiceNow refused (${status}): ${String(raw).slice(0, 200)}` } };
    }
    const { number, sys_id: id } = content.result;
    const base = request.url.split('/api/')[0];
    return {
      content: { text: `Opened [${number}](${base}/nav_to.do?uri=incident.do?sys_id=${id}) :ambulance:` },
    };
  }
}
