-- Research topics: calls, sealed bids, review, course and use.
CREATE TABLE programme_research (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research" PRIMARY KEY,
    "Year" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "Question" TEXT NOT NULL,
    "Expected" TEXT NOT NULL,
    "Conditions" TEXT NOT NULL,
    "MostYuan" INTEGER NOT NULL,
    "BidsUntil" TEXT NULL,
    "DueOn" TEXT NULL,
    "Weights" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "OpenedOn" TEXT NULL,
    "BidId" TEXT NULL,
    "UnitId" TEXT NULL,
    "UnitName" TEXT NOT NULL,
    "Institution" TEXT NOT NULL,
    "Leader" TEXT NOT NULL,
    "Yuan" INTEGER NULL,
    "AwardedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE INDEX "IX_programme_research_Year_State" ON programme_research ("Year", "State");
CREATE INDEX "IX_programme_research_UnitId_State" ON programme_research ("UnitId", "State");
CREATE TABLE programme_research_bid (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research_bid" PRIMARY KEY,
    "TopicId" TEXT NOT NULL,
    "UnitId" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "Institution" TEXT NOT NULL,
    "Leader" TEXT NOT NULL,
    "Plan" TEXT NOT NULL,
    "Yuan" INTEGER NOT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "Withdrawn" INTEGER NOT NULL,
    "PersonName" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_bid_TopicId_UnitId_Institution" ON programme_research_bid ("TopicId", "UnitId", "Institution");
CREATE TABLE programme_research_reviewer (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research_reviewer" PRIMARY KEY,
    "TopicId" TEXT NOT NULL,
    "PersonId" TEXT NOT NULL,
    "PostId" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_reviewer_TopicId_PersonId" ON programme_research_reviewer ("TopicId", "PersonId");
CREATE TABLE programme_research_score (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research_score" PRIMARY KEY,
    "TopicId" TEXT NOT NULL,
    "BidId" TEXT NOT NULL,
    "ReviewerId" TEXT NOT NULL,
    "Marks" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_score_BidId_ReviewerId" ON programme_research_score ("BidId", "ReviewerId");
CREATE INDEX "IX_programme_research_score_TopicId" ON programme_research_score ("TopicId");
CREATE TABLE programme_research_step (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research_step" PRIMARY KEY,
    "TopicId" TEXT NOT NULL,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Text" TEXT NULL,
    "Day" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL,
    "PersonName" TEXT NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_research_step_TopicId_Number" ON programme_research_step ("TopicId", "Number");
CREATE TABLE programme_research_use (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_research_use" PRIMARY KEY,
    "TopicId" TEXT NOT NULL,
    "Kind" TEXT NULL,
    "LinkId" TEXT NULL,
    "Text" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UnitName" TEXT NOT NULL
);
CREATE INDEX "IX_programme_research_use_TopicId" ON programme_research_use ("TopicId");
-- Expected results: what is to exist at the end, and what proves it.
CREATE TABLE programme_result (
    "Id" TEXT NOT NULL CONSTRAINT "PK_programme_result" PRIMARY KEY,
    "PlanId" TEXT NULL,
    "PlanKey" TEXT NULL,
    "PlanNumber" INTEGER NULL,
    "Block" INTEGER NULL,
    "Dropped" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "Content" TEXT NOT NULL,
    "UnitId" TEXT NULL,
    "UnitsText" TEXT NOT NULL,
    "TaskId" TEXT NULL,
    "Form" TEXT NOT NULL,
    "Quantity" INTEGER NOT NULL,
    "CountUnit" TEXT NOT NULL,
    "DueOn" TEXT NULL,
    "State" TEXT NOT NULL,
    "Said" TEXT NULL,
    "SaidBy" TEXT NULL,
    "SaidName" TEXT NULL,
    "SaidOn" TEXT NULL,
    "LinkKind" TEXT NULL,
    "LinkId" TEXT NULL,
    "FileSha256" TEXT NULL,
    "FileName" TEXT NULL,
    "FileSize" INTEGER NOT NULL,
    "Reason" TEXT NULL,
    "ConfirmedName" TEXT NULL,
    "ConfirmedOn" TEXT NULL,
    "Version" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_result_PlanId_PlanKey" ON programme_result ("PlanId", "PlanKey");
CREATE UNIQUE INDEX "IX_programme_result_Name" ON programme_result ("Name");
CREATE INDEX "IX_programme_result_State_DueOn" ON programme_result ("State", "DueOn");
CREATE INDEX "IX_programme_result_UnitId" ON programme_result ("UnitId");
