using System.Runtime.CompilerServices;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Runs;
using Xunit;

namespace Holdfast.Hosting.Tests;

public sealed class RunStepsTests
{
    public static TheoryData<Type> Commands =>
        [.. typeof(RunCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunCommand)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_belongs_to_the_step_it_is_named_after(Type command)
    {
        var step = RunSteps.Of((RunCommand)RuntimeHelpers.GetUninitializedObject(command));

        if (command.Name is "DumpDatabase" or "ArchiveVolume")
        {
            Assert.Equal(RunStep.Backup, step);
        }
        else
        {
            Assert.StartsWith($"{step}", command.Name, StringComparison.Ordinal);
        }
    }
}
