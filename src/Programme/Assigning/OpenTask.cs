using OneMetre.Platform.Results;

namespace OneMetre.Programme.Assigning;

/// <summary>The task that this request is about, read once and shared by the parts of its page.</summary>
sealed class OpenTask(ReadTask read)
{
    public TaskView View { get; private set; } = null!;
    public bool Found => View is not null;

    /// <summary>True after a form was refused because somebody else had changed the task: the page then shows both.</summary>
    public bool ChangedMeanwhile { get; private set; }

    public async Task Load(Guid id, CancellationToken ct) => View = (await read.Run(id, ct))!;

    /// <summary>After a refused form: what others did meanwhile is read again, what was typed stays in the form.</summary>
    public async Task<IReadOnlyList<Problem>> Refused(IReadOnlyList<Problem> problems, CancellationToken ct)
    {
        ChangedMeanwhile = problems.Contains(TaskDesk.Changed);
        if (ChangedMeanwhile) await Load(View.Task.Id, ct);
        return problems;
    }
}
