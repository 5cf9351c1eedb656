namespace Holdfast.Hosting.Notifications;

/// <summary>Mail through an SMTP server.</summary>
public sealed class EmailOptions
{
    /// <summary>Of the server; empty for no mail.</summary>
    public string Host { get; set; } = "";

    /// <summary>Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c> (default; required, not only tried), <c>tls</c> or <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    /// <summary>PEM file on the scheduler's host with the authorities to trust for the server; those of the system when empty.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>Empty for no login.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    public string From { get; set; } = "";

    /// <summary>Addresses, separated by commas.</summary>
    public string To { get; set; } = "";
}
