/* Nagios / Icinga 1. Sent by notify-by-chat.sh with curl; see the wiki, page "Monitoring". */
var hostColors = { UP: '#36a64f', DOWN: '#ff0000', UNREACHABLE: '#ff8800' };
var serviceColors = { OK: '#36a64f', WARNING: '#ffcc00', CRITICAL: '#ff0000', UNKNOWN: '#8a2be2' };

class Script {
  process_incoming_request({ request }) {
    var n = request.content;
    var isService = !!n.service_desc;
    var state = isService ? n.service_state : n.host_state;

    // perfdata is nested when it comes from the satellite
    var flat = [];
    (function (value, path) {
      if (value && typeof value === 'object') {
        var walk = arguments.callee;
        Object.keys(value).forEach(function (key) {
          walk(value[key], path ? path + '.' + key : key);
        });
      } else if (value !== undefined) {
        flat.push(path + '=' + value);
      }
    })(n.perfdata, '');

    return {
      content: {
        text: n.notification_type + ' ' + n.host_name + (isService ? ' / ' + n.service_desc : '') + this.trace(),
        attachments: [{
          color: (isService ? serviceColors : hostColors)[state],
          text: n.output,
          fields: [{ title: 'Perfdata', value: flat.join('\n') || 'none', short: false }]
        }]
      }
    };
  }

  trace() {
    var self = function describe() {
      return describe.caller ? '' : ' (direct)';
    };
    return self();
  }
}
