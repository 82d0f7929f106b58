// Freshdesk automation rule "ticket is created or changed" -> #support-inbox
if (typeof Script !== 'undefined') {
  return;
}

class Script {
  process_incoming_request({ request }) {
    const t = request.content.freshdesk_webhook;
    const urgent = t.ticket_priority === 'Urgent';
    return {
      content: {
        emoji: urgent ? ':rotating_light:' : ':ticket:',
        text: `[${t.ticket_id}](${t.ticket_url}) ${t.ticket_subject} (${t.ticket_status}, ${t.ticket_requester_name})`,
      },
    };
  }
}
