using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Cli.Running;

namespace Holdfast.Cli.Documents;

/// <summary>The commands about configuration documents.</summary>
internal static class DocumentCommands
{
    private static readonly JsonDocumentOptions AsTheApiReads = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static Command Create() => new("documents", "The configuration: backupConfig, objectStoreConfig, notificationConfig, auditConfig") { Get(), Set() };

    private static Argument<string> Name() => new("name") { Description = "Such as backupConfig" };

    private static Command Get()
    {
        var name = Name();
        return new Command("get", "What holds now, with its version and what is locked; secrets masked") { name }.Does(async (run, cancellationToken) =>
        {
            run.Report.SayDocument("document", await run.Client.Configuration.GetAsync(run.Of(name), cancellationToken));
            return ExitStatus.Done;
        });
    }

    private static Command Set()
    {
        var (name, file) = (Name(), new Argument<string>("file") { Description = "JSON file with the whole document, - for standard input" });
        var version = new Option<int?>("--version-seen") { Description = "Refuse when somebody has changed it since this version" };
        return new Command("set", "Change the configuration; what the document leaves out goes back to its default") { name, file, version }.Does(async (run, cancellationToken) =>
        {
            var document = await ReadAsync(run.Of(file), cancellationToken);
            run.Report.SayDocument("document", await run.Client.Configuration.PutAsync(run.Of(name), document, run.Of(version), cancellationToken));
            return ExitStatus.Done;
        });
    }

    private static async Task<JsonObject> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var text = file == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file, cancellationToken);
            return JsonNode.Parse(text, documentOptions: AsTheApiReads) as JsonObject ?? throw new UsageException($"{file} is not a JSON object");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"{file} cannot be read: {exception.Message}");
        }
    }
}
