/* Welcomes whoever joins #general, with the number of members and their last topics. */
function Script() {
  this.limit = 3;
}

Script.prototype.prepare_outgoing_request = function (params) {
  var data = params.request.data;
  var user = Users.findOneById(data.user_id, { fields: { name: 1, utcOffset: 1 } });
  var room = Rooms.findOneById(data.channel_id);
  if (!user || !room) {
    return undefined;
  }
  var recent = Messages.find({ rid: room._id, t: 'discussion-created' }, { sort: { ts: -1 }, limit: this.limit }).fetch();
  var topics = recent.map(function (message) {
    return '- ' + message.msg;
  });
  var count = Subscriptions.findByRoomId(room._id).count();
  return {
    message: {
      text: 'Welcome ' + user.name + ', you are number ' + count + ' in #' + room.name + (topics.length ? '\nRecent topics:\n' + topics.join('\n') : '')
    }
  };
};
