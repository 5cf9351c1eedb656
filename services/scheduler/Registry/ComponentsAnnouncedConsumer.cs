using Holdfast.Contracts.Components;
using Holdfast.State.Database;
using Holdfast.State.Registry;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Registry;

/// <summary>Remembers what workers serve. It only ever adds: what stops being served must fail the next backup, not vanish from it.</summary>
internal sealed class ComponentsAnnouncedConsumer(HoldfastDb db, TimeProvider clock) : IConsumer<ComponentsAnnounced>
{
    public async Task Consume(ConsumeContext<ComponentsAnnounced> context)
    {
        var (announced, now) = (context.Message, clock.GetUtcNow().UtcDateTime);
        var known = await db.Registry.Where(row => row.Namespace == announced.Namespace)
            .ToDictionaryAsync(row => row.Component, context.CancellationToken);
        foreach (var component in announced.Components)
        {
            if (!known.TryGetValue(component, out var row))
            {
                row = new RegisteredComponent
                {
                    Namespace = announced.Namespace,
                    Component = component,
                    Instance = announced.Instance,
                    FirstAnnouncedAt = now,
                };
                db.Add(row);
            }

            (row.Instance, row.LastAnnouncedAt) = (announced.Instance, now);
        }

        await db.SaveChangesAsync(context.CancellationToken);
    }
}
