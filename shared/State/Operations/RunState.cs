namespace Holdfast.State.Operations;

/// <summary>Where a component stands in the present step of its operation.</summary>
public enum RunState
{
    /// <summary>Nothing was sent for this step.</summary>
    Waiting,

    /// <summary>The command is on its way or in a queue.</summary>
    Dispatched,

    /// <summary>A worker has claimed the command.</summary>
    Running,

    /// <summary>The step is done.</summary>
    Done,

    /// <summary>The step was given up.</summary>
    Failed,
}
