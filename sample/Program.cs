using System.Runtime.InteropServices;
using Holdfast.Sample.Platform;
using Holdfast.Sample.Story;

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
try
{
    return await new SampleRun(SampleOptions.Read(args)).RunAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("\nStopped, and with it everything that was started. The sample is kept: ./run goes on with it.");
    return 130;
}
catch (SampleException exception)
{
    await Console.Error.WriteLineAsync($"\nrun: {exception.Message}");
    return 1;
}
