//! The closed vocabularies of the trade: each value has the word kept in files, a Chinese and an English label.
//!
//! This is one file because the words of files, window and command line are made from one list.

use super::column::vocabulary;

vocabulary! {
    /// How a location is known.
    Precision {
        /// Measured in the field.
        Surveyed = "surveyed", "实测", "surveyed";
        /// From an approved drawing.
        Approved = "approved", "批复", "approved";
        /// Drawn by hand as an indication.
        Sketched = "sketched", "示意", "sketched";
        /// Known only to lie in a town; shown at the town's point.
        Town = "town", "镇域", "town level";
        /// Known only to lie in a county.
        County = "county", "县域", "county level";
        /// No location.
        Unmapped = "none", "未上图", "not mapped";
    }

    /// Level of an administrative region.
    RegionLevel {
        /// 省
        Province = "province", "省级", "province";
        /// 市州
        Prefecture = "prefecture", "市州", "prefecture";
        /// 县市区
        County = "county", "县市区", "county";
        /// 镇街
        Township = "township", "镇街", "township";
        /// 村
        Village = "village", "村居", "village";
    }

    /// What a unit does for a task.
    Role {
        /// 牵头
        Lead = "lead", "牵头", "lead";
        /// 责任
        Responsible = "responsible", "责任", "responsible";
        /// 参与
        Participating = "participating", "参与", "participating";
        /// 配合
        Supporting = "supporting", "配合", "supporting";
    }

    /// Category of a pilot town.
    Category {
        /// 卫星镇
        Satellite = "satellite", "卫星镇", "satellite town";
        /// 县域次中心镇
        Subcentre = "subcentre", "县域次中心镇", "county sub-centre";
        /// 特色专业镇
        Speciality = "speciality", "特色专业镇", "speciality town";
        /// 精致城镇
        Refined = "refined", "精致城镇", "refined town";
        /// 示范镇
        Demonstration = "demonstration", "示范镇", "demonstration town";
    }

    /// Level at which a town is a pilot.
    PilotLevel {
        /// 省级
        Province = "province", "省级", "provincial";
        /// 市级
        City = "city", "市级", "city";
        /// 州级
        Prefecture = "prefecture", "州级", "prefecture";
        /// 县级
        County = "county", "县级", "county";
    }

    /// Where a pilot designation stands.
    PilotStatus {
        /// 试点中
        Active = "active", "试点中", "active";
        /// 候选
        Candidate = "candidate", "候选", "candidate";
        /// 已验收
        Accepted = "accepted", "已验收", "accepted";
        /// 淘汰
        Eliminated = "eliminated", "已淘汰", "eliminated";
    }

    /// What a project builds or does.
    ProjectKind {
        /// 道路交通
        Road = "road", "道路交通", "road and transport";
        /// 供水
        Water = "water", "供水水利", "water supply and works";
        /// 污水
        Sewage = "sewage", "污水管网", "sewage";
        /// 环卫
        Sanitation = "sanitation", "环卫整治", "sanitation";
        /// 能源电信
        Utility = "utility", "能源通信", "energy and telecom";
        /// 驻地风貌
        Streetscape = "streetscape", "风貌改造", "townscape";
        /// 绿化
        Greening = "greening", "绿化生态", "greening and ecology";
        /// 教育
        Education = "education", "教育", "education";
        /// 卫生
        Health = "health", "医疗卫生", "health";
        /// 养老托育
        Care = "care", "养老托幼", "care";
        /// 文旅
        Culture = "culture", "文化旅游", "culture and tourism";
        /// 商贸
        Commerce = "commerce", "商贸物流", "commerce and logistics";
        /// 产业
        Industry = "industry", "产业园区", "industry";
        /// 农业
        Agriculture = "agriculture", "农业农田", "agriculture";
        /// 居住
        Housing = "housing", "居住社区", "housing and community";
        /// 智慧
        Digital = "digital", "数字智慧", "digital";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// Where a project stands.
    ProjectStage {
        /// 谋划
        Idea = "idea", "谋划", "idea";
        /// 前期
        Preparing = "preparing", "前期", "preparing";
        /// 在建
        Building = "building", "在建", "building";
        /// 竣工
        Completed = "completed", "竣工", "completed";
        /// 验收
        Accepted = "accepted", "验收", "accepted";
        /// 停缓
        Suspended = "suspended", "停缓", "suspended";
    }

    /// What a task of a plan is.
    TaskKind {
        /// 任务, with its own unit list.
        Task = "task", "任务", "task";
        /// 措施, numbered but without a unit list of its own.
        Measure = "measure", "措施", "measure";
        /// 子任务, a single work that a task or measure packs into its text.
        Subtask = "subtask", "子任务", "subtask";
    }

    /// Where a task stands.
    TaskStatus {
        /// 未启动
        NotStarted = "not_started", "未启动", "not started";
        /// 推进中
        Ongoing = "ongoing", "推进中", "ongoing";
        /// 已完成
        Done = "done", "已完成", "done";
        /// 已销号
        Closed = "closed", "已销号", "closed";
    }

    /// What a pinned place is.
    SiteKind {
        /// 试点村
        Village = "village", "村庄社区", "village";
        /// 学校
        School = "school", "学校", "school";
        /// 医院
        Hospital = "hospital", "医院", "hospital";
        /// 文物
        Relic = "relic", "文物古迹", "cultural relic";
        /// 景区
        Scenic = "scenic", "景区景点", "scenic spot";
        /// 河湖
        Waters = "waters", "河湖水系", "river or lake";
        /// 企业
        Enterprise = "enterprise", "企业园区", "enterprise";
        /// 驻地
        Seat = "seat", "政府驻地", "seat of government";
        /// 其他
        Other = "other", "其他点位", "other";
    }

    /// Where money comes from.
    MoneySource {
        /// 中央财政
        Central = "central", "中央财政", "central budget";
        /// 省级财政
        Province = "province", "省级财政", "provincial budget";
        /// 市级财政
        City = "city", "市级财政", "city budget";
        /// 县级财政
        County = "county", "县级财政", "county budget";
        /// 镇级财政
        Town = "town", "镇级财政", "town budget";
        /// 一般债券
        GeneralBond = "general_bond", "一般债券", "general bond";
        /// 专项债券
        SpecialBond = "special_bond", "专项债券", "special bond";
        /// 土地出让收益返还
        LandReturn = "land_return", "土地出让收益返还", "returned land income";
        /// 配套费返还
        FeeReturn = "fee_return", "配套费返还", "returned infrastructure fee";
        /// 奖补
        Award = "award", "奖补资金", "award";
        /// 银行贷款
        Loan = "loan", "银行贷款", "bank loan";
        /// 社会资本
        Social = "social", "社会资本(PPP)", "private capital (PPP)";
        /// 自筹
        Own = "own", "自筹", "own funds";
        /// 未注明来源
        Unstated = "unstated", "未注明来源", "source not stated";
    }

    /// How far an amount of money has come.
    MoneyStage {
        /// 匡算
        Estimated = "estimated", "匡算", "estimated";
        /// 批复
        Approved = "approved", "批复", "approved";
        /// 下达
        Allocated = "allocated", "下达", "allocated";
        /// 支付
        Spent = "spent", "支付", "spent";
    }

    /// What a complete entry of a project has and one may lack; for filters, no column.
    Lack {
        /// 资金
        Money = "money", "无资金", "no money";
        /// 牵头单位
        LeadUnit = "lead_unit", "缺牵头", "no lead unit";
        /// 起止时间
        Dates = "dates", "缺时间", "no dates";
        /// 位置
        Place = "place", "未上图", "not mapped";
    }

    /// A step every project passes.
    GateStep {
        /// 规划
        Planning = "planning", "规划", "planning";
        /// 设计
        Design = "design", "设计", "design";
        /// 立项审批
        Approval = "approval", "立项审批", "approval";
        /// 用地预审
        LandReview = "land_review", "用地预审", "preliminary land review";
        /// 规划许可
        PlanningPermit = "planning_permit", "规划许可", "planning permit";
        /// 环评
        Environment = "environment", "环评", "environmental assessment";
        /// 用地
        Land = "land", "用地手续", "land";
        /// 施工许可
        Permit = "permit", "施工许可", "building permit";
        /// 开工
        Start = "start", "开工", "start";
        /// 竣工
        Completion = "completion", "竣工", "completion";
        /// 验收
        Acceptance = "acceptance", "验收", "acceptance";
        /// 竣工决算
        Settlement = "settlement", "竣工决算", "final accounts";
    }

    /// How an indicator compares with its target.
    Operator {
        /// ≥
        AtLeast = "≥", "达到或超过", "at least";
        /// ≤
        AtMost = "≤", "不超过", "at most";
        /// >
        MoreThan = ">", "超过", "more than";
        /// <
        LessThan = "<", "低于", "less than";
        /// =
        Exactly = "=", "等于", "exactly";
        /// ≈
        About = "≈", "左右", "about";
    }

    /// Which control line.
    ControlKind {
        /// 永久基本农田
        Farmland = "farmland", "永久基本农田", "permanent basic farmland";
        /// 生态保护红线
        Ecology = "ecology", "生态保护红线", "ecological red line";
        /// 城镇开发边界
        UrbanBoundary = "urban", "城镇开发边界", "urban growth boundary";
        /// 其他
        Other = "other", "其他管控线", "other control line";
    }

    /// What follows from an assessment.
    Consequence {
        /// 通报表扬
        Commended = "commended", "通报表扬", "commended";
        /// 通报批评约谈
        Warned = "warned", "通报批评", "warned";
        /// 淘汰
        Eliminated = "eliminated", "淘汰", "eliminated";
        /// 递补
        Succeeded = "succeeded", "递补", "succeeded";
        /// 奖补
        Rewarded = "rewarded", "奖补", "rewarded";
        /// 约谈
        Summoned = "summoned", "约谈", "summoned for a talk";
    }

    /// What a budget line or a progress report belongs to.
    OwnerKind {
        /// 方案
        Plan = "plan", "方案", "plan";
        /// 任务
        Task = "task", "任务", "task";
        /// 项目
        Project = "project", "项目", "project";
        /// 镇街
        Town = "town", "镇街", "town";
    }

    /// What a document is to a plan that names it.
    CitationRelation {
        /// 依据
        Basis = "basis", "依据", "basis";
        /// 贯彻
        Implements = "implements", "贯彻", "implements";
        /// 引用
        Cites = "cites", "引用", "cites";
    }

    /// A thing that has dates in a schedule.
    ScheduledKind {
        /// 阶段
        Phase = "phase", "阶段", "phase";
        /// 任务
        Task = "task", "任务", "task";
        /// 交付成果
        Deliverable = "deliverable", "交付成果", "deliverable";
        /// 项目
        Project = "project", "项目", "project";
        /// 节点
        Gate = "gate", "节点", "gate";
    }

    /// Which end of an item waits for which end of the one before.
    DependencyKind {
        /// 完成-开始
        FinishStart = "FS", "完成-开始", "finish to start";
        /// 开始-开始
        StartStart = "SS", "开始-开始", "start to start";
        /// 完成-完成
        FinishFinish = "FF", "完成-完成", "finish to finish";
        /// 开始-完成
        StartFinish = "SF", "开始-完成", "start to finish";
    }

    /// Where a deliverable stands.
    DeliverableStatus {
        /// 未报
        Owed = "owed", "未报", "owed";
        /// 已报
        Submitted = "submitted", "已报", "submitted";
        /// 退回
        Returned = "returned", "退回修改", "returned";
        /// 审定
        Accepted = "accepted", "审定", "accepted";
    }

    /// How often something is done.
    Recurrence {
        /// 一次
        Once = "once", "一次", "once";
        /// 每周
        Weekly = "weekly", "每周", "weekly";
        /// 每月
        Monthly = "monthly", "每月", "monthly";
        /// 每季度
        Quarterly = "quarterly", "每季度", "quarterly";
        /// 每半年
        HalfYearly = "half_yearly", "每半年", "half-yearly";
        /// 每年
        Yearly = "yearly", "每年", "yearly";
        /// 定期, with no interval said
        Periodic = "periodic", "定期", "at intervals";
    }

    /// What is done again and again.
    CadenceKind {
        /// 会议
        Meeting = "meeting", "会议", "meeting";
        /// 现场会
        SiteVisit = "site_visit", "现场会", "meeting on site";
        /// 调度
        Review = "review", "调度", "progress review";
        /// 督导检查
        Inspection = "inspection", "督导检查", "inspection";
        /// 评估考核
        Assessment = "assessment", "评估考核", "assessment";
        /// 验收
        Acceptance = "acceptance", "验收", "acceptance";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// For whom a target or a rule holds.
    ScopeClass {
        /// 全域
        Whole = "whole", "全域", "the whole region";
        /// 试点镇
        Pilots = "pilots", "试点镇", "the pilot towns together";
        /// 每个试点镇
        EachPilot = "each_pilot", "每个试点镇", "each pilot town";
        /// 每镇
        EachTown = "each_town", "每个镇街", "each town";
        /// 每县
        EachCounty = "each_county", "每个县市区", "each county";
        /// 村
        Villages = "villages", "村", "villages";
        /// 示范村
        PilotVillages = "pilot_villages", "示范村", "pilot villages";
        /// 指定的行政区
        Listed = "listed", "列名的行政区", "regions by name";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// How the value of an indicator is come by.
    CountedBy {
        /// 报数
        Reports = "reports", "报数", "reports";
        /// 按试点名单计
        Designations = "designations", "按试点名单计", "counted from the pilots";
        /// 按达标镇计
        Towns = "towns", "按达标镇街计", "counted from towns that reach all its parts";
    }

    /// What the atlas itself is asked for the value of an indicator.
    AtlasMeasure {
        /// 项目个数
        Projects = "projects", "项目个数", "number of projects";
        /// 项目数量合计
        Quantity = "quantity", "项目数量合计", "quantities of projects";
        /// 范围长度
        Length = "length", "项目范围长度", "length of footprints";
        /// 范围面积
        Area = "area", "项目范围面积", "area of footprints";
        /// 试点个数
        Pilots = "pilots", "试点个数", "number of pilots";
        /// 镇街覆盖
        TownsNear = "towns_near", "设施覆盖的镇街", "towns within reach of a facility";
        /// 村居覆盖
        VillagesNear = "villages_near", "设施覆盖的村居", "villages within reach of a facility";
    }

    /// A fact of a town that can be measured.
    TownMeasure {
        /// 镇区常住人口
        TownPopulation = "town_population", "镇区常住人口", "residents of the built-up town";
        /// 常住人口
        Population = "population", "常住人口", "residents";
        /// 户籍人口
        RegisteredPopulation = "registered_population", "户籍人口", "registered population";
        /// 一般公共预算收入
        BudgetRevenue = "budget_revenue", "一般公共预算收入", "general budget revenue";
        /// 行政村数
        Villages = "villages", "行政村数", "administrative villages";
        /// 镇域面积
        Area = "area", "镇域面积", "area of the town";
        /// 建成区面积
        BuiltArea = "built_area", "建成区面积", "built-up area";
        /// 补充耕地面积
        FarmlandAdded = "farmland_added", "补充耕地面积", "farmland added";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// One end of a ranking.
    RankEnd {
        /// 前列
        Top = "top", "排名靠前", "top";
        /// 靠后
        Bottom = "bottom", "排名靠后", "bottom";
    }

    /// 建设性质, as the statistics of investment know it.
    ConstructionNature {
        /// 新建
        New = "new", "新建", "new";
        /// 扩建
        Extension = "extension", "扩建", "extension";
        /// 改建和技术改造
        Reconstruction = "reconstruction", "改建和技术改造", "reconstruction and upgrading";
        /// 单纯建造生活设施
        Living = "living", "单纯建造生活设施", "living quarters alone";
        /// 迁建
        Relocation = "relocation", "迁建", "relocation";
        /// 恢复
        Restoration = "restoration", "恢复", "restoration";
        /// 单纯购置
        Purchase = "purchase", "单纯购置", "purchase alone";
    }

    /// Whether the chain of permits waits for a gate.
    GateTrack {
        /// 主线
        Main = "main", "主线", "main";
        /// 并联
        Parallel = "parallel", "并联", "parallel";
    }

    /// Whether an amount stands beside others of its owner or over them.
    BudgetScope {
        /// 分项
        Part = "part", "分项", "part";
        /// 总盘子
        Ceiling = "ceiling", "总盘子", "ceiling";
    }

    /// What an eligibility rule gives.
    EligibilityEffect {
        /// 重点支持
        Priority = "priority", "重点支持", "priority";
        /// 可以申请
        Source = "source", "可以申请", "may apply for";
        /// 奖励
        Reward = "reward", "奖励", "reward";
        /// 返还
        Return = "return", "返还", "is returned";
    }

    /// What a project's revenue must be.
    RevenueTest {
        /// 没有收益
        None = "none", "没有收益", "no revenue";
        /// 收益覆盖本息
        CoversDebt = "covers_debt", "收益覆盖本息", "covers principal and interest";
    }

    /// An instrument of land policy.
    LandPolicy {
        /// 增减挂钩
        Linkage = "linkage", "增减挂钩", "linking increase with decrease";
        /// 计划指标
        Quota = "quota", "用地指标", "land quota";
        /// 盘活存量
        ExistingLand = "existing_land", "盘活存量", "use of existing land";
        /// 宅基地
        Homestead = "homestead", "宅基地", "rural homesteads";
        /// 集体经营性建设用地入市
        CollectiveLand = "collective_land", "集体用地入市", "collective land on the market";
        /// 征迁安置
        Resettlement = "resettlement", "征迁安置", "resettlement";
        /// 土地整治复垦
        Reclamation = "reclamation", "整治复垦", "reclamation";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// Where a problem stands.
    ProblemStatus {
        /// 交办
        Assigned = "assigned", "交办", "assigned";
        /// 承办
        Handling = "handling", "承办", "being handled";
        /// 办结
        Resolved = "resolved", "办结", "resolved";
        /// 销号
        Closed = "closed", "销号", "struck off";
    }

    /// How often a round of reports comes.
    RoundCycle {
        /// 旬报
        TenDays = "ten_days", "旬调度", "every ten days";
        /// 月报
        Month = "month", "月调度", "monthly";
        /// 季报
        Quarter = "quarter", "季调度", "quarterly";
        /// 专项
        Special = "special", "专项调度", "special";
    }

    /// What a photo shows of the work.
    PhotoMoment {
        /// 建设前
        Before = "before", "建设前", "before";
        /// 建设中
        During = "during", "建设中", "during";
        /// 建成后
        After = "after", "建成后", "after";
    }

    /// How a town's score for a criterion comes about.
    ScoredBy {
        /// 人工评分
        ByHand = "by_hand", "人工评分", "by hand";
        /// 指标完成
        Indicator = "indicator", "指标完成", "target reached";
        /// 项目进度
        Progress = "progress", "项目进度", "progress of projects";
        /// 成果提交
        Deliverables = "deliverables", "成果提交", "deliverables handed in";
    }

    /// Who watches over a problem until it is solved.
    SupervisionLevel {
        /// 镇级督办
        Town = "town", "镇级督办", "town";
        /// 县级督办
        County = "county", "县级督办", "county";
        /// 市级督办
        City = "city", "市级督办", "city";
        /// 省级督办
        Province = "province", "省级督办", "province";
    }

    /// How something stands.
    Light {
        /// 绿灯
        Green = "green", "绿灯", "green";
        /// 黄灯
        Yellow = "yellow", "黄灯", "yellow";
        /// 红灯
        Red = "red", "红灯", "red";
    }

    /// What a light rule measures.
    LightTest {
        /// 进度滞后（百分点）
        BehindPercent = "behind_percent", "进度滞后（百分点）", "behind plan (percentage points)";
        /// 逾期（天）
        DaysLate = "days_late", "逾期（天）", "overdue (days)";
        /// 到期未开工（月）
        MonthsNotStarted = "months_not_started", "到期未开工（月）", "due but not started (months)";
        /// 未报进度（天）
        DaysUnreported = "days_unreported", "未报进度（天）", "without a report (days)";
        /// 红灯整改后（月）
        MonthsSinceRed = "months_since_red", "红灯解除不满（月）", "since the light was red (months)";
    }
}
