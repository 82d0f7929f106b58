// !deploy SERVICE VERSION [--to STAGE] [--dry-run] [--reason "free text"]
function* tokens(text) {
  const pattern = /"([^"]*)"|'([^']*)'|(\S+)/g;
  let match;
  while ((match = pattern.exec(text)) !== null) {
    yield match[1] ?? match[2] ?? match[3];
  }
}

const parse = (text) => {
  const [, ...rest] = tokens(text);
  const options = { to: 'qa', 'dry-run': false, reason: '' };
  const positional = [];
  for (let i = 0; i < rest.length; i += 1) {
    const word = rest[i];
    if (!word.startsWith('--')) {
      positional.push(word);
      continue;
    }
    const [name, inline] = word.slice(2).split('=', 2);
    if (!(name in options)) {
      throw new Error(`unknown option --${name}`);
    }
    options[name] = typeof options[name] === 'boolean' ? true : inline ?? rest[(i += 1)];
  }
  const [service, version] = positional;
  if (!service || !version) {
    throw new Error('say which service and which version');
  }
  return { service, version, ...options };
};

class Script {
  prepare_outgoing_request({ request: { url, headers, data } }) {
    let order;
    try {
      order = parse(data.text);
    } catch (error) {
      return { message: { text: `:x: @${data.user_name} ${error.message}` } };
    }
    if (order.to === 'prod' && !order.reason) {
      return { message: { text: ':x: prod needs a `--reason "…"`' } };
    }
    return {
      url,
      method: 'POST',
      headers,
      data: { ...order, by: data.user_name, room: data.channel_name, message: data.message_id },
    };
  }

  process_outgoing_response({ response: { status_code: status, content = {} } }) {
    const text = status < 300 ? `:rocket: run ${content.run} started` : `:x: ${content.error || `status ${status}`}`;
    return { content: { text } };
  }
}
