"""The global names that each script engine has."""

from typing import Final

# Own property names of the global object in a bare context of V8 11 to 13 (Node 20 to 24).
BUILTINS: Final = frozenset(
    """
    AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean
    DataView Date Error EvalError FinalizationRegistry Float32Array Float64Array Function
    Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object
    Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol
    SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap
    WeakRef WeakSet WebAssembly console decodeURI decodeURIComponent encodeURI
    encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined
    unescape __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__
    constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString
    valueOf
    """.split()  # noqa: SIM905 - one word a line would bury the rest
)

READ_ONLY_GLOBALS: Final = frozenset({"Infinity", "NaN", "undefined"})

# Rocket.Chat: apps/meteor/app/integrations/server/lib/isolated-vm/buildSandbox.ts, and `Store` of
# getCompatibilityScript.ts beside it.
ISOLATED_VM: Final = BUILTINS | {"Store", "global", "ivm", "s", "serverFetch"}

# Rocket.Chat 6.13: .../lib/vm2/buildSandbox.ts spreads every model of packages/models/src/index.ts.
SERVER_MODELS: Final = frozenset(
    """
    Analytics AppLogs Apps AppsPersistence AppsTokens AuditLog Avatars Banners BannersDismiss
    CalendarEvent CannedResponse CredentialTokens CronHistory CustomSounds CustomUserStatus
    EmailInbox EmailMessageHistory EmojiCustom ExportOperations FederationKeys
    FederationRoomEvents FederationServers FreeSwitchCall FreeSwitchEvent ImportData Imports
    InstanceStatus IntegrationHistory Integrations Invites LivechatAgentActivity
    LivechatBusinessHours LivechatContacts LivechatCustomField LivechatDepartment
    LivechatDepartmentAgents LivechatInquiry LivechatPriority LivechatRooms LivechatTag
    LivechatTrigger LivechatUnit LivechatUnitMonitors LivechatVisitors LoginServiceConfiguration
    MatrixBridgedRoom MatrixBridgedUser MessageReads Messages Migrations ModerationReports
    NotificationQueue Nps NpsVote OAuthAccessTokens OAuthApps OAuthAuthCodes OAuthRefreshTokens
    OEmbedCache OmnichannelServiceLevelAgreements PbxEvents Permissions PushToken ReadReceipts
    Reports Roles Rooms ScheduledMessages ServerEvents Sessions Settings SmarshHistory
    Statistics Subscriptions Team TeamMember Uploads UserDataFiles Users UsersSessions
    VideoConference VoipRoom WebdavAccounts WorkspaceCredentials
    """.split()  # noqa: SIM905 - one word a line would bury the rest
)

# vm2's own VM adds `Buffer` to what the server puts in.
REMOVED_WITH_VM2: Final = SERVER_MODELS | {"Buffer", "HTTP", "Livechat", "_", "moment"}

VM2: Final = (BUILTINS | {"Store", "global", "s", "VMError"}) | REMOVED_WITH_VM2


def engine_globals(engine: str | None) -> frozenset[str]:
    """Return the global names of an engine; one that is missing or unknown is `isolated-vm`.

    Since 7.0 there is no other, whatever the document says.
    """
    return VM2 if engine == "vm2" else ISOLATED_VM
