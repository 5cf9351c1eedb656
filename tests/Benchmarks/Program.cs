using Holdfast.Benchmarks.Data;
using Holdfast.Benchmarks.EngineVerbs;
using Holdfast.Benchmarks.Options;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.StoreVerbs;
using Holdfast.Benchmarks.Suites;

try
{
    return args switch
    {
        ["engine", .. var rest] => await EngineCommand.RunAsync(rest),
        ["store", .. var rest] => await StoreCommand.RunAsync(rest),
        ["data", .. var rest] => DataCommand.Run(rest),
        _ => BenchmarkCommand.Run(args),
    };
}
catch (UsageException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (ProcessFailedException failure)
{
    Console.Error.WriteLine(failure.Message); // the program's own data generator; a tool's failure does not come this far
    return 1;
}
