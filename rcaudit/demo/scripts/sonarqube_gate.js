/* SonarQube quality gate. Mostriamo solo le condizioni non rispettate. */
class Script {
  constructor() {
    this.names = {
      new_coverage: 'Copertura (nuovo codice)',
      new_duplicated_lines_density: 'Duplicazioni',
      new_maintainability_rating: 'Manutenibilità',
      new_reliability_rating: 'Affidabilità',
      new_security_rating: 'Sicurezza'
    };
    this.rating = ['?', 'A', 'B', 'C', 'D', 'E'];
  }

  process_incoming_request({ request }) {
    var gate = request.content.qualityGate;
    var project = request.content.project;
    if (!gate) {
      return { error: { success: false, message: 'qualityGate mancante' } };
    }
    var failed = gate.conditions.filter(function (condition) {
      return condition.status === 'ERROR';
    });
    var fields = failed.map(function (condition) {
      // il nome leggibile, se lo conosciamo
      return {
        title: (this.names || {})[condition.metric] || condition.metric,
        value: /_rating$/.test(condition.metric) ? (this.rating || '?ABCDE')[condition.value] : condition.value + ' (soglia ' + condition.errorThreshold + ')',
        short: true
      };
    });
    return {
      content: {
        text: gate.status === 'OK' ? ':white_check_mark: ' + project.name : ':no_entry: ' + project.name,
        attachments: [{ color: gate.status === 'OK' ? 'good' : 'danger', title: gate.name, title_link: project.url, fields: fields }]
      }
    };
  }
}
