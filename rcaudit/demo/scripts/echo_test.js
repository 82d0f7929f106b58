/* Sends a message on as it is and shows the answer: for trying out a new receiver. */
const VERBOSE = true;

class Script {
  prepare_outgoing_request({ request }) {
    const { url, headers, data } = request;
    return { url, headers, method: 'POST', data: VERBOSE ? data : { text: data.text } };
  }

  process_outgoing_response({ response }) {
    const raw = response.content_raw || '';
    return { content: { text: `${response.status_code}: ${raw.slice(0, 400)}`, parseUrls: false } };
  }
}
