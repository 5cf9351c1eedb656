using System.CommandLine;

namespace Holdfast.Cli.Running;

/// <summary>The options that every command has.</summary>
internal static class CommonOptions
{
    /// <summary>Where the API is.</summary>
    public static Option<string?> Url { get; } = new("--url")
    {
        Description = $"Address of the API [HOLDFAST_URL, else {Connection.UsualUrl}]",
        Recursive = true,
        HelpName = "address",
    };

    public static Option<string?> KeyFile { get; } = new("--key-file")
    {
        Description = "File that holds the API key, - for standard input [HOLDFAST_API_KEY_FILE, else the key itself in HOLDFAST_API_KEY]",
        Recursive = true,
        HelpName = "file",
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Answer with JSON, one object a line, each with its message_type",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All { get; } = [Url, KeyFile, Json];
}
