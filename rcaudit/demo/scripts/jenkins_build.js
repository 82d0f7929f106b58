/* Jenkins Notification plugin, JSON format. Unit tests of this file run in Node: see the last lines. */
(function (root) {
  var COLORS = { SUCCESS: '#36a64f', UNSTABLE: '#e0a800', FAILURE: '#d9534f', ABORTED: '#7f8c8d' };

  function duration(ms) {
    var seconds = Math.round(ms / 1000);
    return seconds < 90 ? seconds + ' s' : Math.round(seconds / 60) + ' min';
  }

  root.jenkins = { COLORS: COLORS, duration: duration };
})(typeof global !== 'undefined' ? global : this);

class Script {
  process_incoming_request({ request }) {
    const { name, display_name: display, build } = request.content;
    const tools = global.jenkins;
    if (build.phase !== 'FINALIZED') {
      return undefined;
    }
    const causes = (build.causes || []).map((cause) => cause.shortDescription);
    const scm = build.scm || {};
    const culprits = (scm.culprits || []).join(', ');
    let text = `${display || name} #${build.number}: ${build.status}`;
    if (build.duration) {
      text += ` after ${tools.duration(build.duration)}`;
    }
    return {
      content: {
        attachments: [
          {
            color: tools.COLORS[build.status],
            title: text,
            title_link: build.full_url,
            text: causes.join('\n'),
            fields: [
              { title: 'Branch', value: scm.branch || '?', short: true },
              { title: 'Changes by', value: culprits || 'nobody', short: true },
            ],
          },
        ],
      },
    };
  }
}

if (typeof module !== 'undefined' && module.exports) {
  module.exports = Script;
}
