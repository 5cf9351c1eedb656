namespace Holdfast.FaultyStores.Faults;

/// <summary>What goes wrong. The first three fail honestly; the others lie, which no store may do and some do.</summary>
public enum FaultEffect
{
    /// <summary>The call fails and nothing has happened.</summary>
    FailBefore,

    /// <summary>The call has happened, and fails all the same: the answer was lost.</summary>
    FailAfter,

    /// <summary>A listing fails when half of it was given; other calls as <see cref="FailAfter"/>.</summary>
    FailMidway,

    /// <summary>A listing ends after half of its items; read bytes beyond the half are missing (in a range: zero).</summary>
    CutShort,

    /// <summary>A listing has nothing in it; read bytes are missing (in a range: zero).</summary>
    Empty,

    /// <summary>One bit of what is read is wrong.</summary>
    FlipBit,
}
