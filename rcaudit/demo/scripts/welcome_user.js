/* userCreated: tells HR's onboarding service, and nobody else. Bots are left out. */
class Script {
  prepare_outgoing_request({ request }) {
    const { user_id: id, user_name: username, user = {}, bot } = request.data;
    if (bot || user.type === 'bot') {
      return undefined;
    }
    const [address] = user.emails ?? [];
    return {
      url: request.url,
      method: 'POST',
      headers: request.headers,
      data: { id, username, name: user.name ?? username, mail: address?.address ?? null, verified: !!address?.verified },
    };
  }

  process_outgoing_response() {
    return false;
  }
}
