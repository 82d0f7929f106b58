// Travis CI. The payload comes form-encoded, as JSON inside of one field.
const RESULTS = { Passed: 'good', Fixed: 'good', Broken: 'danger', Failed: 'danger', 'Still Failing': 'danger' };

class Script {
  process_incoming_request({ request }) {
    const payload = typeof request.content.payload === 'string' ? JSON.parse(request.content.payload) : request.content;

    const parts = [prefix, payload.repository.name, payload.branch];
    const prefix = payload.pull_request ? `PR ${payload.pull_request_number}` : '';

    if (payload.status_message === 'Pending') {
      subject = 'build started';
    }
    let subject = payload.message.split('\n')[0];

    return {
      content: {
        attachments: [
          {
            color: RESULTS[payload.status_message] || 'warning',
            title: parts.filter(Boolean).join(' / ') + ' #' + payload.number,
            title_link: payload.build_url,
            text: subject,
          },
        ],
      },
    };
  }
}
