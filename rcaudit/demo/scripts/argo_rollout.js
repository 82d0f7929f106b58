/* Argo CD notifications (webhook template in argocd-notifications-cm). */
class Script {
  process_incoming_request({ request }) {
    const app = request.content.app || {};
    let text = '';
    switch (app.trigger) {
      case 'on-sync-succeeded':
        let revision = (app.revision || '').slice(0, 8);
        text = `:white_check_mark: ${app.name} is at ${revision}`;
        break;
      case 'on-sync-failed':
        revision = 'failed: ' + (app.message || 'no message');
        text = `:x: ${app.name} ${revision}`;
        break;
      case 'on-health-degraded':
        let cluster = cluster || app.cluster || 'in-cluster';
        text = `:broken_heart: ${app.name} on ${cluster}`;
        break;
      default:
        return undefined;
    }
    return { content: { text, alias: 'Argo CD' } };
  }
}
