using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Access;

/// <summary>The calls about API keys, described.</summary>
internal static class KeyDescriptions
{
    private const string Group = "API keys";

    public static CallDescription List { get; } = new()
    {
        Id = "listKeys",
        Group = Group,
        Summary = "All keys, revoked ones included",
        Answers =
        [
            new(200, "The keys, without their texts.", typeof(KeyListAnswer), ("one", """{"keys":[{"name":"admin","role":"admin","createdAt":"2023-02-02T16:00:00Z"}]}""")),
        ],
    };

    public static CallDescription Create { get; } = new()
    {
        Id = "createKey",
        Group = Group,
        Summary = "Make a key",
        Details = "Its text is in the answer and cannot be had again.",
        Body = new(
            typeof(KeyCall),
            true,
            ("for ever", """{"name":"nightly","role":"operator"}"""),
            ("until", """{"name":"audit-2023","role":"viewer","expiresAt":"2099-12-31T00:00:00Z"}""")),
        Answers =
        [
            new(201, "The key.", typeof(NewKeyAnswer), ("new", """{"name":"nightly","role":"operator","key":"hf_1b0nq8mXq0C3S4i5Y2mJ0E4b8m1o6Qk9Zt7Vx2Ws3Uc"}""")),
        ],
        Refusals = [new(400, "role: 'root' must be viewer, operator, admin"), new(409, "there is or was a key named 'nightly'")],
    };

    public static CallDescription Revoke { get; } = new()
    {
        Id = "revokeKey",
        Group = Group,
        Summary = "Make a key useless",
        Parameters = [CallParameter.Path("name", "The key's name.", "nightly")],
        Answers = [new(200, "It is useless.", typeof(DoneAnswer), ("revoked", """{"success":true,"message":"Revoked key nightly"}"""))],
        Refusals = [new(404, "there is no key named 'nightly'"), new(409, "'admin' is the last key of an administrator")],
    };
}
