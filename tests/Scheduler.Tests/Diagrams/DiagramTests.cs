using Holdfast.Scheduler.Backups;
using Holdfast.Scheduler.Restores;
using Holdfast.Settings.Overrides;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Restores;
using Holdfast.TestServers.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace Holdfast.Scheduler.Tests.Diagrams;

public class DiagramTests
{
    /// <summary>Run with HOLDFAST_WRITE_DOCS=1 to write the document anew.</summary>
    [Fact]
    public void The_document_shows_the_machines_as_they_are()
    {
        var options = Options.Create(new SchedulerOptions());
        var settings = new SettingsReader(
            new ProcessOverrides(new ConfigurationBuilder().Build()), new SecretBox(new SecretKeyFile(Options.Create(new SecretsOptions()))));
        var text = $"""
            # Sagas

            Generated from the state machines in `services/scheduler`; a test compares. Commands, events and requests: `shared/Contracts`.
            The words on the arrows are the events of the machines. What a state does not wait for is late or a duplicate and changes nothing;
            an ended operation never changes its end.

            ## Backup

            {Transitions<BackupState>.Mermaid(new BackupStateMachine(options, settings, TimeProvider.System))}

            ## Restore

            {Transitions<RestoreState>.Mermaid(new RestoreStateMachine(options, TimeProvider.System))}

            """;
        var path = Path.Combine(SourceFolder.Root, "docs", "sagas.md");
        if (Environment.GetEnvironmentVariable("HOLDFAST_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.ReadAllText(path));
    }
}
