// !release 4.2.0 : looks up the release notes and tells Slack's guest workspace too.
const githubToken = 'ghp_EXAMPLE0000aZ3kQ9vT7bN2xLr5Wd8Yc1Hu6';
const gitlabToken = 'glpat-EXAMPLE0000aB3dE5fG7';
const slackToken = 'xoxb-000000000000-0000000000000-EXAMPLE0000aB3dE5fG7hJ9k';
const commit = '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12';
const channelUuid = '7f9c24e8-3b12-4fef-91e0-cf6d5ac1a2b3';
const placeholder = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';

class Script {
  prepare_outgoing_request({ request }) {
    const version = request.data.text.split(/\s+/)[1];
    if (!/^\d+\.\d+\.\d+$/.test(version)) {
      return { message: { text: 'usage: !release MAJOR.MINOR.PATCH' } };
    }
    return {
      url: `${request.url}/repos/nordwind/app/releases/tags/v${version}`,
      method: 'GET',
      headers: {
        Authorization: `Bearer ${githubToken}`,
        'X-Mirror': gitlabToken,
        'X-Guest': slackToken,
        'X-Built-From': commit,
        'X-Room': channelUuid === placeholder ? '' : channelUuid,
      },
    };
  }

  process_outgoing_response({ response }) {
    const release = response.content;
    if (response.status_code !== 200) {
      return { content: { text: `no such release (${response.status_code})` } };
    }
    return { content: { text: `:package: **${release.name}**\n${release.body.slice(0, 1500)}` } };
  }
}
