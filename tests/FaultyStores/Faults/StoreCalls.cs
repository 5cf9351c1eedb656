namespace Holdfast.FaultyStores.Faults;

/// <summary>The calls that a fault concerns.</summary>
[Flags]
public enum StoreCalls
{
    None = 0,
    Put = 1,

    /// <summary>Ranges.</summary>
    Read = 2,

    /// <summary>Whole small objects.</summary>
    Get = 4,
    Head = 8,

    /// <summary>Listings of objects.</summary>
    List = 16,

    /// <summary>Listings of prefixes.</summary>
    ListPrefixes = 32,
    Delete = 64,
    Listings = List | ListPrefixes,
    Reads = Read | Get | Head,
    Writes = Put | Delete,
    Any = Listings | Reads | Writes,
}
