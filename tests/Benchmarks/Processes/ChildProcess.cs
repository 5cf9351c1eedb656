using System.Collections;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Processes;

/// <summary>One started process, to be waited for exactly once.</summary>
/// <remarks>
/// The C library's structures are opaque and smaller than the 1 KiB given to each of them here. <c>System.Diagnostics.Process</c> is
/// not used because it reaps its children itself and drops their resource usage.
/// </remarks>
internal sealed class ChildProcess
{
    private const int OpaqueBytes = 1024;

    private readonly Command _command;

    private ChildProcess(Command command, int id) => (_command, Id) = (command, id);

    public int Id { get; }

    /// <summary>Starts the command with the given descriptors as its standard input, output and error.</summary>
    /// <exception cref="ProcessFailedException">It did not start.</exception>
    public static ChildProcess Start(Command command, int input, int output, int error)
    {
        var memory = Marshal.AllocHGlobal(3 * OpaqueBytes);
        var (actions, attributes, signals) = (memory, memory + OpaqueBytes, memory + (2 * OpaqueBytes));
        var arguments = Strings([command.Program, .. command.Arguments]);
        var environment = Strings(Variables(command));
        _ = NativeProcess.InitializeActions(actions);
        _ = NativeProcess.InitializeAttributes(attributes);
        try
        {
            _ = NativeProcess.FillSignals(signals);
            _ = NativeProcess.SetDefaultSignals(attributes, signals);
            _ = NativeProcess.EmptySignals(signals);
            _ = NativeProcess.SetSignalMask(attributes, signals);
            _ = NativeProcess.SetFlags(attributes, NativeProcess.DefaultSignals);
            _ = NativeProcess.AddDuplicate(actions, input, 0);
            _ = NativeProcess.AddDuplicate(actions, output, 1);
            _ = NativeProcess.AddDuplicate(actions, error, 2);
            if (command.Directory is { } directory)
            {
                _ = NativeProcess.AddDirectory(actions, directory);
            }

            var failure = NativeProcess.Spawn(out var id, command.Program, actions, attributes, arguments, environment);
            return failure == 0
                ? new ChildProcess(command, id)
                : throw new ProcessFailedException($"{command} did not start: {Marshal.GetPInvokeErrorMessage(failure)}");
        }
        finally
        {
            _ = NativeProcess.DestroyActions(actions);
            _ = NativeProcess.DestroyAttributes(attributes);
            Free(arguments);
            Free(environment);
            Marshal.FreeHGlobal(memory);
        }
    }

    /// <summary>Waits for the end and returns how the process ended (0 is success, 128 + n is signal n) and what it used.</summary>
    public (int Code, ResourceUsage Usage) Wait()
    {
        while (true)
        {
            if (NativeProcess.Wait(Id, out var status, 0, out var usage) == Id)
            {
                var signal = status & 0x7f;
                return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, usage);
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != NativeProcess.Interrupted)
            {
                throw new ProcessFailedException($"cannot wait for {_command}: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    /// <summary>Asks the process to end. Only between <see cref="Start"/> and the end of <see cref="Wait"/>: its id is its own until then.</summary>
    public void Terminate() => _ = NativeProcess.Kill(Id, NativeProcess.Terminate);

    private static List<string> Variables(Command command)
    {
        var variables = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!command.Environment.ContainsKey((string)variable.Key))
            {
                variables.Add($"{variable.Key}={variable.Value}");
            }
        }

        variables.AddRange(command.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
        return variables;
    }

    private static nint Strings(List<string> values)
    {
        var array = Marshal.AllocHGlobal((values.Count + 1) * nint.Size);
        for (var index = 0; index < values.Count; index++)
        {
            Marshal.WriteIntPtr(array, index * nint.Size, Marshal.StringToCoTaskMemUTF8(values[index]));
        }

        Marshal.WriteIntPtr(array, values.Count * nint.Size, 0);
        return array;
    }

    private static void Free(nint strings)
    {
        for (var index = 0; Marshal.ReadIntPtr(strings, index * nint.Size) is var text and not 0; index++)
        {
            Marshal.FreeCoTaskMem(text);
        }

        Marshal.FreeHGlobal(strings);
    }
}
