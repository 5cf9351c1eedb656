using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Sessions;

/// <summary>The calls about sessions, described.</summary>
internal static class SessionDescriptions
{
    private const string Group = "Sessions";
    private const string Begun =
        """{"name":"admin","role":"admin","expiresAt":"2023-02-03T04:00:00.000Z","antiforgery":"5f2b1c0e9d8a7b6c5f2b1c0e9d8a7b6c5f2b1c0e9d8a7b6c5f2b1c0e9d8a7b6c"}""";

    public static CallDescription LogIn { get; } = new()
    {
        Id = "logIn",
        Group = Group,
        Summary = "Log in with an API key",
        Details = "For pages in a browser: sets the cookie `holdfast-session`. Every changing call of the session brings `antiforgery` in the header "
            + "`X-Holdfast-Antiforgery`; a `GET` that changes something is never taken from a session. It ends after 12 hours, after one without a call, "
            + "and with its key.",
        Body = new(typeof(LoginCall), true, ("key", """{"key":"hf_1b0nq8mXq0C3S4i5Y2mJ0E4b8m1o6Qk9Zt7Vx2Ws3Uc"}""")),
        Answers = [new(200, "The session has begun.", typeof(SessionAnswer), ("begun", Begun))],
        Refusals =
        [
            new(400, "key: is missing; it must be an API key"),
            new(401, "the API key is unknown, revoked or expired"),
            new(403, "another site sent this call"),
        ],
    };

    public static CallDescription LogOut { get; } = new()
    {
        Id = "logOut",
        Group = Group,
        Summary = "End the session",
        Details = "After a login through an identity provider `providerLogoutUrl` is where the user ends the session there too: else the next login asks nothing.",
        Answers = [new(200, "It has ended, if there was one.", typeof(LogOutAnswer), ("ended", """{"success":true,"message":"Logged out"}"""))],
        Refusals = [new(403, "the session's token is missing: send it as X-Holdfast-Antiforgery")],
    };

    public static CallDescription List { get; } = new()
    {
        Id = "listSessions",
        Group = Group,
        Summary = "Who is logged in",
        Answers =
        [
            new(200, "The sessions that have not ended, by name.", typeof(SessionListAnswer), ("one",
                """{"sessions":[{"name":"oidc:alice","role":"operator","createdAt":"2023-02-02T16:00:00Z","lastUsedAt":"2023-02-02T16:20:00Z","expiresAt":"2023-02-03T00:00:00Z"}]}""")),
        ],
    };

    public static CallDescription End { get; } = new()
    {
        Id = "endSessions",
        Group = Group,
        Summary = "End all sessions of somebody",
        Details = "At once, in every process of the API. A key stays valid, and a user whom the identity provider still vouches for can log in again: revoke the key, or take the user's role away there.",
        Parameters = [CallParameter.Path("name", "The name in the list: a key's, or of a user `oidc:` and the name.", "oidc:alice")],
        Answers = [new(200, "They have ended.", typeof(DoneAnswer), ("ended", """{"success":true,"message":"Ended 2 sessions of oidc:alice"}"""))],
        Refusals = [new(404, "nobody named 'oidc:alice' is logged in")],
    };

    public static CallDescription Show { get; } = new()
    {
        Id = "getSession",
        Group = Group,
        Summary = "Who is calling",
        Answers =
        [
            new(200, "The key's name and role, and of a session when it ends and its token.", typeof(SessionAnswer), ("session", Begun), ("key", """{"name":"nightly","role":"operator"}""")),
        ],
    };
}
