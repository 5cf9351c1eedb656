using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Engine.Repositories;

/// <summary>The id of one attempt of one worker at one component: 32 lower-case hexadecimal digits, a GUID without its dashes.</summary>
public static class RunId
{
    public static string From(Guid run) => run.ToString("n");

    public static bool IsValid([NotNullWhen(true)] string? text) => text?.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}
