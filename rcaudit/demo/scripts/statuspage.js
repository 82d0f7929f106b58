/**
 * Statuspage incidents and component updates.
 * ステータスページの障害情報をチャットに流す。重複した通知は Store で抑える。
 */
class Script {
  static icons = { none: '🟢', minor: '🟡', major: '🟠', critical: '🔴', maintenance: '🔧' };

  #seenFor = 3600;

  #isRepeated(id, body) {
    const key = `statuspage:${id}`;
    const digest = body.length + ':' + body.slice(0, 40);
    if (Store.get(key) === digest) {
      return true;
    }
    Store.set(key, digest);
    return false;
  }

  async process_incoming_request({ request }) {
    const { incident, component, component_update: update, page } = request.content;
    if (incident) {
      const latest = incident.incident_updates?.at(0) ?? { body: '', status: incident.status };
      if (this.#isRepeated(incident.id, latest.body)) {
        return undefined;
      }
      const affected = incident.components?.map(({ name }) => name).join('、') || '—';
      return {
        content: {
          text: `${Script.icons[incident.impact] ?? '❔'} **${incident.name}** ${latest.status}`,
          attachments: [
            {
              title: page?.status_description,
              title_link: incident.shortlink,
              text: latest.body,
              fields: [{ title: '影響範囲', value: affected, short: false }],
            },
          ],
        },
      };
    }
    if (component && update) {
      return { content: { text: `${component.name}: ${update.old_status} → ${update.new_status}` } };
    }
    return { error: { success: false, message: `nothing to show within ${this.#seenFor} s` } };
  }
}
