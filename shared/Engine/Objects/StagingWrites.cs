namespace Holdfast.Engine.Objects;

/// <summary>Writes to staging that wait while the disk is full.</summary>
internal static class StagingWrites
{
    private const int NoSpace = 28;
    private const int OverQuota = 122;

    /// <summary>Does a write, again and again while the disk is full and something makes room.</summary>
    /// <param name="space">Tells whether something does.</param>
    /// <param name="write">May be repeated.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The disk is full and stays so, or failed otherwise.</exception>
    public static async ValueTask WriteAsync(this IStagingSpace space, Action write, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                write();
                return;
            }
            catch (IOException failure) when (failure.HResult is NoSpace or OverQuota)
            {
                if (!await space.WaitForRoomAsync(cancellationToken))
                {
                    throw;
                }
            }
        }
    }
}
