using System.ComponentModel.DataAnnotations;
using Holdfast.Api.Calls;

namespace Holdfast.Api.Restores;

/// <summary>The body of <c>POST /api/restore</c>.</summary>
internal sealed record RestoreCall : Call
{
    /// <summary>The backup to bring back.</summary>
    [Required]
    public string? Timestamp { get; init; }

    /// <summary>The namespace it was taken in; the own one when null.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>What to leave as it is: names of databases and volumes, or <c>postgres</c> for all databases.</summary>
    public Dictionary<string, ServiceCall>? Svcs { get; init; }

    /// <summary>Only look whether it would work.</summary>
    public bool DryRun { get; init; }

    /// <summary>Rehearse it: build and check everything beside the live data, and remove it again.</summary>
    public bool Drill { get; init; }

    /// <summary>Bring back what is readable when objects are damaged.</summary>
    public bool Salvage { get; init; }

    /// <summary>The names that are left out.</summary>
    public IReadOnlyList<string> Disabled => [.. (Svcs ?? []).Where(service => service.Value is { Disable: true }).Select(service => service.Key)];

    public override IEnumerable<string> UnknownFields() =>
        base.UnknownFields().Concat((Svcs ?? []).SelectMany(service => service.Value?.UnknownFields().Select(field => $"svcs.{service.Key}.{field}") ?? []));

    /// <summary>What is to be done with one component.</summary>
    internal sealed record ServiceCall : Call
    {
        /// <summary>Whether it is left as it is.</summary>
        public bool Disable { get; init; }
    }
}
