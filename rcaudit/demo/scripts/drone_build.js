/* Drone CI. Written as a module, like everything else in our front-end repository. */
const colors = { success: '#2ecc71', failure: '#e74c3c', killed: '#7f8c8d', running: '#3498db' };

export default class Script {
  process_incoming_request({ request }) {
    const { repo, build } = request.content;
    return {
      content: {
        attachments: [
          {
            color: colors[build.status] ?? colors.running,
            title: `${repo.slug} #${build.number} ${build.status}`,
            title_link: build.link,
            text: `${build.target}: ${build.message.split('\n')[0]} (${build.author_name})`,
          },
        ],
      },
    };
  }
}
