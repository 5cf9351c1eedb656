namespace Holdfast.StoreAccess.Staging;

/// <summary>Tells for how long staging has looked the same.</summary>
internal sealed class StandstillWatch(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private long _changed;
    private StagedFiles? _last;

    /// <summary>Whether there was anything to watch.</summary>
    public bool HasBegun => _last is not null;

    public TimeSpan Since => clock.GetElapsedTime(_began);

    /// <summary>Takes a look into account, and says for how long all were equal to it.</summary>
    public TimeSpan Stood(StagedFiles look)
    {
        if (look != _last)
        {
            (_last, _changed) = (look, clock.GetTimestamp());
        }

        return clock.GetElapsedTime(_changed);
    }
}
