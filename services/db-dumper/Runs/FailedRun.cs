using Holdfast.Contracts.Runs;
using Holdfast.DbDumper.Failures;
using Holdfast.Hosting.Runs;

namespace Holdfast.DbDumper.Runs;

/// <summary>Carries a database's failure to the saga, with whether another attempt may help.</summary>
internal static class FailedRun
{
    public static async Task<RunEvent> InPlainWordsAsync<T>(Func<Task<T>> work)
        where T : RunEvent
    {
        try
        {
            return await work();
        }
        catch (DatabaseException exception)
        {
            throw new RunFailedException(exception.Message, exception.CanRetry, exception);
        }
    }
}
