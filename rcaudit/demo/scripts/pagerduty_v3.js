'use strict';

const VERBS = {
  'incident.triggered': 'triggered',
  'incident.acknowledged': 'acknowledged',
  'incident.escalated': 'escalated',
  'incident.reassigned': 'reassigned',
  'incident.resolved': 'resolved',
  'incident.annotated': 'noted',
  'incident.priority_updated': 'changed the priority of',
};

function names(people) {
  const list = people.map((person) => person.summary);
  if (list.length < 2) {
    return list.join('');
  }
  return list.slice(0, -1).join(', ') + ' and ' + list[list.length - 1];
}

class Script {
  process_incoming_request({ request }) {
    const event = request.content.event;
    const verb = VERBS[event.event_type];
    if (!verb) {
      console.log('not shown:', event.event_type);
      return undefined;
    }

    const { data, agent } = event;
    const { number, title, html_url: url, urgency, service, assignees = [], priority } = data;
    const color = verb === 'resolved' ? 'good' : urgency === 'high' ? 'danger' : 'warning';
    const fields = [];
    if (service) {
      fields.push({ title: 'Service', value: `[${service.summary}](${service.html_url})`, short: true });
    }
    if (assignees.length) {
      fields.push({ title: 'On it', value: names(assignees), short: true });
    }
    if (priority) {
      fields.push({ title: 'Priority', value: priority.summary, short: true });
    }

    return {
      content: {
        text: `${agent ? agent.summary : 'PagerDuty'} ${verb} incident #${number}`,
        attachments: [{ color, title, title_link: url, fields }],
      },
    };
  }
}
