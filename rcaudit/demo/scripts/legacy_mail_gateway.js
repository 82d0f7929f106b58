/* Mail gateway of the old intranet, 2016. Do not touch, it works. */
var MODE = 0644;
var OWNER = 010;

class Script {
  process_incoming_request({ request }) {
    var subject, from, body;
    with (request.content) {
      subject = mail.subject;
      from = mail.from;
      body = mail.text;
    }
    var copy = body;
    delete body;
    return {
      content: {
        text: '*' + from + '*: ' + subject + '\n' + copy.substr(0, MODE) + (OWNER === 8 ? '' : '!')
      }
    };
  }

  merge(a, b, a) {
    return a + b;
  }
}
