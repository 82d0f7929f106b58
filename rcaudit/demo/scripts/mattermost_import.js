// Half of the import from Mattermost. The attachments wait until after the holidays.
class Script {
  process_incoming_request({ request }) {
    const { text, attachments = [] } = request.content;
    const converted = attachments.map((attachment) => ({
      title: attachment.title,
      text: attachment.text,
      color: attachment.color,
    });
    return { content: { text, attachments: converted } };
  }
