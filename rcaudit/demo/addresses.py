"""Addresses that outgoing integrations send to, with everything that is wrong with some."""

ADDRESSES = {
    "cleartext": "http://hooks.partner.example/rocketchat",
    "localhost": "http://localhost:3000/hubot/chat",
    "IPv6 loopback": "http://[::1]:9000/in",
    "private network, class A": "http://10.20.30.40:8080/notify",
    "private network, class C": "https://192.168.7.15/api/notify",
    "cloud metadata": "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "single-label host": "http://jenkins:8080/generic-webhook-trigger/invoke",
    "internal top-level domain": "https://ticketing.corp.internal:8443/chat",
    "decimal spelling of loopback": "http://2130706433/status",
    "octal spelling of loopback": "http://0177.0.0.1:8000/status",
    "user and password": "https://rocket:Gl0cke-EXAMPLE-0000@hooks.nordwind.example/in",
    "secret query value": "https://api.metrics.example/v2/events?api_key=EXAMPLE0000q8Zr3Tn6Wb1Xe5&source=chat",
    "secret of Slack": (
        "https://hooks.slack.com/services/T00000000/B00000000/EXAMPLE0000aB3dE5fG7hJ9k"
    ),
    "secret of Discord": (
        "https://discord.com/api/webhooks/000000000000000000/"
        "EXAMPLE0000aB3dE5fG7hJ9kQ2wR4tY6uI8oP1sD3fG5hJ7kL9zX2cV4bN6mQ8wE0rT2y/slack"
    ),
    "secret of Teams": (
        "https://nordwind.webhook.office.com/webhookb2/00000000-0000-4000-8000-00000000000a"
        "@00000000-0000-4000-8000-00000000000b/IncomingWebhook/"
        "0000e8a1b2c3d4e5f60718293a4b5c6d/00000000-0000-4000-8000-00000000000c"
    ),
    "secret of Telegram": (
        "https://api.telegram.org/bot0000000000:AAEXAMPLE0000aB3dE5fG7hJ9kLmNoPqRsT/sendMessage"
    ),
    "international host": "https://bücher.nordwind.example/anfragen",
    "upper-case scheme": "HTTPS://Hooks.Nordwind.Example:8443/In",
    "white space around it": "  https://wiki.nordwind.example/hooks/page  ",
    "template": "https://${TENANT}.flows.example/trigger?key=${FLOW_KEY}",
    "commit id and UUID": (
        "https://builds.nordwind.example/2fd4e1c67a2d28fced849ee1bb76e7391b93eb12/"
        "7f9c24e8-3b12-4fef-91e0-cf6d5ac1a2b3"
    ),
    "long path": (
        "https://forms.nordwind.example/departments/human-resources/onboarding/checklists/2026/"
        "autumn/first-day/laptop-and-badge/confirmations/incoming"
    ),
    "empty": "",
    "script instead of an address": "javascript:alert(document.cookie)",
    "space inside": "https://hooks.nordwind.example/team space/in",
}
"""Addresses by what is special about them; every secret is made up."""
