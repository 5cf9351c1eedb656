using Holdfast.Api.Answers;
using Holdfast.Api.Calls;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Verifications;

/// <summary>The calls about verifications, described.</summary>
internal static class VerificationDescriptions
{
    private const string Group = "Backups";
    private const string Verified =
        """
        {"status":"the backup is sound: all of it was read","namespace":"app","timestamp":"2023-02-02t16-00-00","operationId":"0f8fad5b-d9cb-469f-a165-70867728950e",
        "state":"Sound","depth":"full","requestedBy":"nightly","requestedAt":"2023-02-03T08:00:00.000Z","startedAt":"2023-02-03T08:00:01.000Z",
        "endedAt":"2023-02-03T08:04:10.000Z","doneBytes":33554432,"totalBytes":33554432,"problemCount":0,"problems":[]}
        """;

    private const string Accepted = """{"code":202,"message":"Request Accepted","operationId":"0f8fad5b-d9cb-469f-a165-70867728950e"}""";

    private static readonly CallRefusal NoTimestamp = new(400, "timestamp: 'yesterday' is not a timestamp such as 2023-02-02t16-00-00");

    public static CallDescription Request { get; } = new()
    {
        Id = "requestVerification",
        Group = Group,
        Summary = "Verify a stored backup",
        Details =
            """
            Reads all that a backup (the newest complete one) needs, and proves that it is as it was stored; with `quick` only that everything is there and belongs
            together. Nothing is locked: backups and restores go on meanwhile. What is damaged is marked, so that the next backup stores its content anew.
            """,
        Body = new(typeof(VerifyCall), false, ("the newest", "{}"), ("one, quickly", """{"timestamp":"2023-02-02t16-00-00","depth":"quick"}""")),
        Answers = [new(202, "It waits for the uploader.", typeof(VerificationAccepted), ("accepted", Accepted))],
        Refusals =
        [
            NoTimestamp,
            new(400, "depth: 'deep' must be full or quick"),
            new(404, "there is no backup 2023-02-02t16-00-00 in namespace app"),
            new(409, "a verification of the backup 2023-02-02t16-00-00 is ongoing"),
            new(503, "the store cannot be asked for the backup 2023-02-02t16-00-00: connection refused"),
        ],
    };

    public static CallDescription Cancel { get; } = new()
    {
        Id = "cancelVerification",
        Group = Group,
        Summary = "Cancel the ongoing verification",
        Body = new(typeof(TimestampCall), false, ("whichever runs", "{}"), ("one", """{"timestamp":"2023-02-02t16-00-00"}""")),
        Parameters = [CallParameter.Timestamp("To be sure which verification is cancelled.")],
        Answers = [new(202, "It ends within seconds.", typeof(CodeAnswer), ("accepted", """{"code":202,"message":"Request Accepted"}"""))],
        Refusals = [NoTimestamp, new(404, "no verification is ongoing in namespace app")],
    };

    public static CallDescription Status { get; } = new()
    {
        Id = "getVerification",
        Group = Group,
        Summary = "How the last verification is",
        Parameters = [CallParameter.Timestamp("The last verification of this backup; the last of any without it.")],
        Answers = [new(200, "How it is, and what is wrong with the backup.", typeof(VerificationAnswer), ("sound", Verified))],
        Refusals = [NoTimestamp, new(404, "there was no verification yet")],
    };
}
