using System.ComponentModel.DataAnnotations;

namespace Holdfast.State.Database;

/// <summary>The configuration section <c>State</c>.</summary>
public sealed class StateOptions
{
    public const string Section = "State";

    public StateProvider Provider { get; set; } = StateProvider.Sqlite;

    /// <summary>ADO.NET connection string of the provider; default a file <c>holdfast.db</c> in the working directory.</summary>
    [Required(ErrorMessage = "State:ConnectionString is empty: give a connection string for State:Provider.")]
    public string ConnectionString { get; set; } = "Data Source=holdfast.db";
}
