using Holdfast.Api.Answers;
using Holdfast.Api.Descriptions;

namespace Holdfast.Api.Components;

/// <summary>The calls about components, described.</summary>
internal static class ComponentDescriptions
{
    private const string Group = "Components";
    private const string Example =
        """
        {"namespace":"app","components":[{"component":"db/airflow","kind":"db","name":"airflow","servedBy":"db-dumper-0",
        "firstAnnouncedAt":"2023-01-01T00:00:00Z","lastAnnouncedAt":"2023-02-02T15:59:30Z"}]}
        """;

    public static CallDescription List { get; } = new()
    {
        Id = "listComponents",
        Group = Group,
        Summary = "What every backup must cover",
        Answers = [new(200, "The components.", typeof(ComponentListAnswer), ("one", Example))],
    };

    public static CallDescription Remove { get; } = new()
    {
        Id = "removeComponent",
        Group = Group,
        Summary = "Forget a component that is gone for good",
        Details = "While a service still serves it, it comes back.",
        Parameters =
        [
            CallParameter.Path("kind", "What it is.", "volume", Schemas.OneOf("db", "volume")),
            CallParameter.Path("name", "Its name.", "gitserver"),
        ],
        Answers = [new(200, "It is forgotten.", typeof(DoneAnswer), ("removed", """{"success":true,"message":"Removed component volume/gitserver"}"""))],
        Refusals = [new(404, "there is no component volume/gitservr")],
    };
}
