using System.Runtime.InteropServices;
using Holdfast.Benchmarks.Options;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>A small command over the engine, so that it can be measured as a whole process like its peers.</summary>
internal static class EngineCommand
{
    /// <summary>Runs one verb to its end.</summary>
    /// <exception cref="UsageException">There is no such verb, or its options are wrong.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var reader = new ArgumentReader(arguments);
        var verb = reader.Word();
        EngineVerb command = verb switch
        {
            "init" => new InitVerb(reader),
            "backup" => new BackupVerb(reader),
            "backup-stream" => new BackupStreamVerb(reader),
            "restore" => new RestoreVerb(reader),
            "forget" => new ForgetVerb(reader),
            "verify" => new VerifyVerb(reader),
            "stats" => new StatsVerb(reader),
            _ => throw new UsageException($"engine: there is no verb '{verb}', only: init, backup, backup-stream, restore, forget, verify, stats"),
        };
        reader.End();
        await command.RunAsync(stop.Token);
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
