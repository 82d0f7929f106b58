// Brought over from the Slack bridge: it has functions, but no Script.
function process_incoming_request(params) {
  var content = params.request.content;
  var lines = [];
  for (var i = 0; i < content.blocks.length; i++) {
    if (content.blocks[i].type === 'section') {
      lines.push(content.blocks[i].text.text);
    }
  }
  return { content: { text: lines.join('\n') } };
}
