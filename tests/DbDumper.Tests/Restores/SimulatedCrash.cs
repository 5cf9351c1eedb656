namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>Stands for the death of the process: from one statement on, nothing more reaches the server.</summary>
internal sealed class SimulatedCrash : Exception
{
    /// <summary>
    /// Runs a step again and again, dead before its first statement, its second, and so on, until it gets to its end alive.
    /// </summary>
    /// <param name="step">Gets what is called before each statement.</param>
    /// <param name="afterwards">Called after each crash.</param>
    /// <returns>How many crashes there were: one for each statement.</returns>
    public static async Task<int> AtEveryStatementAsync(Func<Servers.BeforeStatement, Task> step, Func<Task> afterwards)
    {
        for (var last = 0; ; last++)
        {
            var left = last;
            try
            {
                await step(_ => left = left > 0 ? left - 1 : throw new SimulatedCrash());
                return last;
            }
            catch (SimulatedCrash)
            {
                await afterwards();
            }
        }
    }
}
