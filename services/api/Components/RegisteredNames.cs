using Holdfast.Api.Answers;
using Holdfast.Contracts.Components;
using Holdfast.Hosting.Platform;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Components;

/// <summary>Checks component names in calls: one that means nothing is more likely a slip of the pen than a wish.</summary>
internal sealed class RegisteredNames(HoldfastDb db, IOptions<PlatformOptions> platform)
{
    /// <summary>Checks that every name, or <c>kind/name</c>, is registered here or among the others.</summary>
    /// <param name="field">Where the names stand in the call.</param>
    /// <param name="others">Components known from elsewhere, such as from a backup.</param>
    /// <exception cref="CallRefusedException">Lists the names that mean nothing.</exception>
    public async Task CheckAsync(string field, IEnumerable<string> names, IEnumerable<ComponentId> others, CancellationToken cancellationToken)
    {
        var here = await db.Registry.AsNoTracking().Where(row => row.Namespace == platform.Value.Namespace)
            .Select(row => row.Component).ToListAsync(cancellationToken);
        var known = here.Concat(others).SelectMany(component => new[] { component.Name, component.ToString() }).ToHashSet();
        var unknown = names.Where(name => !known.Contains(name)).ToList();
        if (unknown.Count > 0)
        {
            throw CallRefusedException.Invalid(field, $"no component has this name: {string.Join(' ', unknown)}");
        }
    }
}
