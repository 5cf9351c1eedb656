using MassTransit;
using MassTransit.SagaStateMachine;

namespace Holdfast.Scheduler.Tests.Diagrams;

/// <summary>Collects the transitions of a state machine from the machine itself.</summary>
internal sealed class Transitions<TSaga> : StateMachineVisitor
    where TSaga : class, SagaStateMachineInstance
{
    private readonly SortedSet<(string From, string To, string Event)> _found = [];
    private string _state = "";
    private string _event = "";

    /// <summary>The machine as a Mermaid state diagram.</summary>
    public static string Mermaid(MassTransitStateMachine<TSaga> machine)
    {
        var transitions = new Transitions<TSaga>();
        machine.Accept(transitions);
        var lines =
            from found in transitions._found
            group found.Event by (found.From, found.To) into edge
            select $"    {Name(edge.Key.From)} --> {Name(edge.Key.To)}: {string.Join(", ", edge)}";
        return string.Join('\n', ["```mermaid", "stateDiagram-v2", .. lines, "```"]);
    }

    public void Visit(MassTransit.State state, Action<MassTransit.State> next)
    {
        _state = state.Name;
        next(state);
    }

    public void Visit(Event @event, Action<Event> next)
    {
        _event = @event.Name;
        next(@event);
    }

    public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>> next)
        where TMessage : class
    {
        _event = @event.Name;
        next(@event);
    }

    public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });

    public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
    {
        if (activity is TransitionActivity<TSaga> transition)
        {
            _found.Add((_state, transition.ToState.Name, _event));
        }

        next(activity);
    }

    public void Visit<T>(IBehavior<T> behavior)
        where T : class, SagaStateMachineInstance
    {
    }

    public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
        where T : class, SagaStateMachineInstance => next(behavior);

    public void Visit<T, TData>(IBehavior<T, TData> behavior)
        where T : class, SagaStateMachineInstance
        where TData : class
    {
    }

    public void Visit<T, TData>(IBehavior<T, TData> behavior, Action<IBehavior<T, TData>> next)
        where T : class, SagaStateMachineInstance
        where TData : class => next(behavior);

    private static string Name(string state) => state is "Initial" or "Final" ? "[*]" : state;
}
