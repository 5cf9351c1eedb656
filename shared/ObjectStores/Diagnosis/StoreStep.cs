namespace Holdfast.ObjectStores.Diagnosis;

/// <summary>What a store is tried with, in this order.</summary>
public enum StoreStep
{
    /// <summary>The server is reached and takes the credentials, and the bucket, container or directory is looked up.</summary>
    Find,

    /// <summary>It is missing and is made.</summary>
    Create,

    /// <summary>A small object is stored.</summary>
    Put,

    /// <summary>It is read back.</summary>
    Get,

    /// <summary>It is listed.</summary>
    List,

    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>The server's clock is compared with this machine's.</summary>
    Clock,
}
